print("genboard")
