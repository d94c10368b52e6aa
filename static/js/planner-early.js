// What was chosen before htmx was there, or kept by the browser on the way back, is chosen now.
const usual = (list) => [...list.options].find((one) => one.defaultSelected) ?? list.options[0];
const chosen = (field) => (field.options
  ? field.value !== usual(field)?.value
  : field.checked !== field.defaultChecked || field.value !== field.defaultValue);

const ask = () => {
  const fields = [...document.querySelectorAll("form.plan :is(input:not([type=hidden]), select, textarea)")];
  fields.find(chosen)?.dispatchEvent(new Event("change", { bubbles: true }));
};

// htmx begins in a timer of its own, which the page need not wait for.
window.addEventListener("pageshow", () => setTimeout(ask));
