"""What Inzicht keeps: the totals of a quarter, as they were let out."""

from django.db import models
from django.utils import timezone


class FrozenQuarter(models.Model):
    """The totals over all sessions of one quarter, made once and never again.

    A session that is deleted, given back or mended later changes nothing here: two looks at a
    quarter are the same, so nothing can be found between them. Holds only what may be seen.
    """

    quarter = models.CharField(max_length=7, unique=True)  # '2026-K4'
    figures = models.JSONField(default=list)  # of `totals.Figure`; [] where nothing may be seen
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "kwartaal"
        verbose_name_plural = "kwartalen"
        ordering = ["-quarter"]

    def __str__(self) -> str:
        return self.quarter
