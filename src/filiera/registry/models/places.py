"""Places and stages: the vocabularies that an instance folder fills."""

from __future__ import annotations

from django.db import models


class Stage(models.Model):
    """A stage of the chain, level 1 of the taxonomy; `code` is the taxonomy's word, `ordinal` its place from 1."""

    code = models.SlugField(max_length=60, primary_key=True)
    competence_code = models.CharField(max_length=20, unique=True)
    ordinal = models.PositiveSmallIntegerField(unique=True)
    label_it = models.CharField(max_length=80)
    label_en = models.CharField(max_length=80)
    short_it = models.CharField(max_length=30)
    short_en = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.label_en


class Province(models.Model):
    """A province: `code` is its two letters, `in_region` whether it lies in the cluster's region."""

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=60)
    region = models.CharField(max_length=60)
    nuts3 = models.CharField(max_length=5, blank=True)
    in_region = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality: `code` is ISTAT's six digits as text; coordinates in degrees WGS84, null where not known."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=80)
    search_name = models.CharField(max_length=80, db_index=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="municipalities")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.province_id})"
