"""现场复核: one sampled school's review, from the schedule to the group's report (R9). What is concluded from it is deliberation's."""
