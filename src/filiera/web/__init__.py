"""The shell of every page: base templates, components, style sheets, and the tags that draw the pictures.

Vocabulary: shell, masthead, component, picture, twin (the table beside a picture), crumb.
It imports everything below it; the geometry of the pictures stands in `pictures`, which knows no Django.
"""
