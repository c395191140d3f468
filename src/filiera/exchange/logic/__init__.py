"""Pure rules of the need desk: which state follows which, what a stage shows, when a reminder is due."""
