"""Admin: what came, is it right, load it, and take a mistake back."""

from __future__ import annotations

from dashboard import admin_steps

admin_steps.draw()
