"""The people of the portal, as much of them as a session needs."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Person(AbstractBaseUser):
    """A row of the portal's own table."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField()

    USERNAME_FIELD = "email"

    objects = BaseUserManager()

    class Meta:
        app_label = "floor"
        db_table = "members_user"
        managed = False

    def __str__(self) -> str:
        return self.email
