"""From content to HTML and to an archive PDF: pictures, fonts, metadata."""
