// Kept until the recorded answers come.
