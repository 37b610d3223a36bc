/// What is said of each way that a plan can go, word for word.
let englishPlanSnapshots: [String: String] = [
    "concession, named": """
    On this road only an approved firm may recover. I am asking Maanteeabi OÜ, and will confirm the time as \
    soon as it is certain.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "concession, unnamed": """
    On this road only an approved firm may recover. I am asking them, and will confirm the time as soon as \
    it is certain.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "police": """
    On this road the police decide who recovers. I am asking them, and will confirm the time as soon as it \
    is certain.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "third party accepted": """
    Maanteeabi OÜ will recover it on this road; they have taken the job and need 20 to 30 minutes.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? 20 to 30 minutes until the service vehicle is with you.
    """,
    "third party accepted, nothing known": """
    The firm that may recover on this road has taken the job; I will tell you the time as soon as I have it.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "approval of a tow": """
    The fleet manager must approve the tow first; I am asking them now.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "approval of help": """
    The help must be approved first; I am asking for that now.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "two units": """
    I am calling because somebody else is taking over the job.
    A flatbed has taken the job and needs 20 to 30 minutes. The tow truck that I told you about may still be \
    on its way. If it comes first, please tell the crew that somebody else has the job, and let us know.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? 20 to 30 minutes until the flatbed is with you.
    """,
    "former unit alone": """
    I am calling because we have lost touch with the crew that I told you about.
    I am getting a flatbed to you and will confirm the time as soon as it is certain. The service vehicle \
    that I told you about may still be on its way. If it comes, please let us know.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "part on board": """
    A patrol has taken the job and needs 20 to 30 minutes; the new part is on board: battery.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? 20 to 30 minutes until the patrol is with you.
    """,
    "visit asked": """
    I am asking for a technician to come tomorrow at 9:00, and will confirm it as soon as it is certain.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "visit with part": """
    A technician comes tomorrow at 9:00; the new part is on board: battery.
    How long? The technician comes tomorrow at 9:00.
    """,
    "stored": """
    Your car is stored safely. We plan to bring it to the workshop tomorrow at 9:00.
    After that the workshop expects you tomorrow at 10:00: Peterburi tee autoteenindus.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "standby": """
    Nobody needs to come to you for now, and there is help in your area. If it gets worse, stop at a safe \
    place and call us at once.
    I am keeping a time at 14:30 at the workshop Peterburi tee autoteenindus; it is not confirmed yet.
    How long? Nobody needs to come for now.
    """,
    "all busy": """
    All crews that could help you are busy at the moment. We keep looking, and you will get a message as \
    soon as somebody has taken the job. I will look again in 5 minutes. It may be that a crew can come once \
    it has finished where it is now.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "off shift": """
    No crew that could help you is on duty at this hour. We keep looking, and you will get a message as soon \
    as somebody has taken the job. I will look again tomorrow at 9:00. I am also asking whether another firm \
    can help.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "none capable": """
    There is no crew with the right equipment within reach at the moment. We keep looking, and you will get \
    a message as soon as somebody has taken the job. If you have help of your own that is quicker, please \
    take it and tell us.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "all refused": """
    So far nobody whom I have asked has taken the job. We keep looking, and you will get a message as soon as \
    somebody has. I will look again in 1 minute.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "slot refused": """
    I am calling because the workshop time has changed.
    I am getting a flatbed to you and will confirm the time as soon as it is certain.
    The workshop Peterburi tee autoteenindus cannot take it at 14:30. I am looking for another time, and you \
    will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "slot to be called": """
    I am getting a flatbed to you and will confirm the time as soon as it is certain.
    I am keeping a time at 14:30 at the workshop Peterburi tee autoteenindus. Somebody here rings them about \
    it, and as soon as they confirm it, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "night drop": """
    A flatbed has taken the job and needs 20 to 30 minutes.
    After that the workshop expects you tomorrow at 10:00: Peterburi tee autoteenindus. The workshop is \
    closed when we get there; your car stays there until it opens tomorrow at 9:00.
    How long? 20 to 30 minutes until the flatbed is with you.
    """,
    "yard": """
    A flatbed has taken the job and needs 20 to 30 minutes.
    I have asked the workshop Peterburi tee autoteenindus for a time tomorrow at 10:00; as soon as they \
    confirm it, you will hear from me. The workshop is closed when we get there; your car stands safely in a yard until \
    the workshop opens tomorrow at 9:00.
    How long? 20 to 30 minutes until the flatbed is with you.
    """,
    "change: approval_refused": """
    I am calling because the help that I told you about has not been approved; I would like to settle with \
    you what happens now.
    I have not sent anybody yet; first I would like to hear from you how things are.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "change: third_party": """
    I am calling because on the road where you are somebody else has to do the recovery.
    I have not sent anybody yet; first I would like to hear from you how things are.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "change: moved": """
    I am calling because you have moved on since we spoke; we are going by your new place now.
    I have not sent anybody yet; first I would like to hear from you how things are.
    I do not have a workshop time yet; as soon as I have one, you will hear from me.
    How long? I do not know yet; you will get a message as soon as I do.
    """,
    "call: lost touch": """
    Hello. This is Callahead, case 1042. You have taken a job of ours, a car with plate 123 ABC, and we have \
    lost touch with you.
    The place is: Narva road, near Lasnamäe.
    Where are you now, can you still come, and in how many minutes?
    """,
    "call: third party": """
    Hello. This is Callahead, a roadside assistance centre, case 1042. It is about a car, plate 123 ABC, on \
    a road where we may not recover it ourselves.
    The place is: Narva road, near Lasnamäe.
    It reports that its oil pressure has gone.
    Colour: red. People there: 3.
    Can you send somebody, and in how many minutes can they be there?
    """,
    "call: workshop with part": """
    Hello, Peterburi tee autoteenindus. This is Callahead, case 1042. It is about a car, plate 123 ABC.
    It reports that its oil pressure has gone.
    Can you take it at 14:30, and do you have this part: battery? Please confirm or name another time.
    """,
    "call: workshop that has the part": """
    Hello, Peterburi tee autoteenindus. This is Callahead, case 1042. It is about a car, plate 123 ABC.
    It reports that its oil pressure has gone.
    Can you take it at 14:30? Please confirm or name another time.
    """,
    "call: approve tow": """
    Hello, Mari Maasikas. This is Callahead; the case number is 1042. It is about the car with plate 123 \
    ABC, and I need your approval.
    The place is: Narva road, near Lasnamäe.
    It reports that its oil pressure has gone.
    We would tow it to the workshop Peterburi tee autoteenindus. Do you approve?
    """,
    "call: approve help": """
    Hello, Mari Maasikas. This is Callahead; the case number is 1042. It is about the car with plate 123 \
    ABC, and I need your approval.
    It reports that its oil pressure has gone.
    We would send help to it. Do you approve?
    """,
]

/// The end of the advice in some of them.
let englishShortWords = [
    "On this road only an approved firm may recover. We are asking Maanteeabi OÜ and will confirm the time.",
    "On this road the police decide who recovers. We are asking and will confirm the time.",
    "Maanteeabi OÜ has taken the job and needs 20 to 30 minutes.",
    "The tow must be approved first; we are asking now.",
    "We are asking for a technician at 14:30 and will confirm it.", "A technician comes at 14:30.",
    "Your car is stored safely. We will tell you when it goes to the workshop.",
    "If it gets worse, stop at a safe place and call us.",
]
