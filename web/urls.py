"""Addresses of the shell."""

from django.urls import path

from web import views

app_name = "web"

urlpatterns = [
    path("language/<slug:code>/", views.set_language, name="set_language"),
    path("language/", views.set_language, name="choose_language"),
    path("theme/", views.set_theme, name="set_theme"),
    path("components/", views.components, name="components"),
]
