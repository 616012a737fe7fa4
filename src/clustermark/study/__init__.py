"""What is asked: the study file, its schema, and problems of the user's input as codes and fields."""
