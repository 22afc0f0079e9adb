"""What the notice says of sampling (R8): pure functions, no database and no clock. ``frame`` says who stands where, ``quota`` how many, ``draw`` which."""
