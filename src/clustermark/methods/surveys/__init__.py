"""Answers of people: weights, funnels, scales, maps."""
