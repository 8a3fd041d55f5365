"""Typeset letters and agreements: PDF to keep, DOCX to edit."""
