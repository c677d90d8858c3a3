"""Notices (告知) to merchants: one outbox for every package, carried on by whatever the stage has."""
