/// What is said in six situations, word for word: script, advice, text message.
let englishSnapshots: [String: (script: String, advice: String, message: String)] = [
    "accepted": (
        script: """
        Please switch on the hazard lights and switch the engine off. If you are in the way of traffic and \
        it is safe, get out on the side away from it and wait off the road. In danger call 112.

        Hello, Mari Maasikas. This is Callahead; your case number is 1042. Are you with 123 ABC?

        Are you here: Narva road, near Lasnamäe?

        Your car reports that its oil pressure has gone.

        A flatbed has taken the job and needs 20 to 30 minutes.

        After that the workshop expects you at 14:30: Peterburi tee autoteenindus.

        How long? 20 to 30 minutes until the flatbed is with you.
        Where to? To the workshop Peterburi tee autoteenindus.
        Who pays? By our records your cover applies.
        May I drive? No, please not, even if it starts again.
        My passengers? There is not room for everybody; we will look for another ride.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 1042.
        """,
        advice: """
        Hazard lights on, engine off, do not restart. Wait off the road if it is safe. In danger call 112. \
        A flatbed has taken the job and needs 20 to 30 minutes.
        """,
        message: """
        Callahead, case 1042: your car reports that its oil pressure has gone. Hazard lights on, engine \
        off, do not restart. Wait off the road if it is safe. In danger call 112. A flatbed has taken the \
        job and needs 20 to 30 minutes. Workshop at 14:30: Peterburi tee \
        autoteenindus.
        """
    ),
    "offered": (
        script: """
        Please switch on the hazard lights and switch the engine off. If you are in the way of traffic and \
        it is safe, get out on the side away from it and wait off the road. In danger call 112.

        Hello, Mari Maasikas. This is Callahead; your case number is 1042. Are you with 123 ABC?

        Are you here: Narva road, near Lasnamäe?

        Your car reports that its oil pressure has gone.

        I am getting a flatbed to you and will confirm the time as soon as it is certain.

        I have asked the workshop Peterburi tee autoteenindus for a time on Friday at 9:05; as soon as \
        they confirm it, you will hear from me.

        How long? I do not know yet; you will get a message as soon as I do.
        Where to? Most likely to the workshop Peterburi tee autoteenindus; I will confirm it.
        Who pays? By our records your cover applies.
        May I drive? No, please not, even if it starts again.
        My passengers? There is not room for everybody; we will look for another ride.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 1042.
        """,
        advice: """
        Hazard lights on, engine off, do not restart. Wait off the road if it is safe. In danger call 112. \
        We are getting help to you and will confirm the time.
        """,
        message: """
        Callahead, case 1042: your car reports that its oil pressure has gone. Hazard lights on, engine \
        off, do not restart. Wait off the road if it is safe. In danger call 112. We are getting help to \
        you and will confirm the time.
        """
    ),
    "moving": (
        script: """
        Can you talk hands-free? Please do not brake suddenly. Go on slowly to the next safe place, off \
        the lane if you can, and stop there. Tell me when you stand still.

        Hello, Mari Maasikas. This is Callahead; your case number is 1042. Are you with 123 ABC?

        Are you here: Narva road, near Lasnamäe?

        Your car reports that its oil pressure has gone.

        You are still moving, so I will settle who comes once you have stopped. Please tell me then where \
        you are.

        I do not have a workshop time yet; as soon as I have one, you will hear from me.

        How long? I do not know yet; you will get a message as soon as I do.
        Where to? That is still open; we will settle it with you.
        Who pays? By our records your cover applies.
        May I drive? Only to the next safe place, then please no further.
        My passengers? There is not room for everybody; we will look for another ride.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 1042.
        """,
        advice: """
        Please stop at the next safe place and do not drive on. Tell us where you are once you have \
        stopped.
        """,
        message: """
        Callahead, case 1042: your car reports that its oil pressure has gone. Please stop at the next \
        safe place and do not drive on. Tell us where you are once you have stopped.
        """
    ),
    "bare": (
        script: """
        Please drive gently, without hard acceleration and without a long trip, and stop at the next safe \
        place.

        Hello. This is Callahead; your case number is 7. Are you with your van?

        I cannot see where you are. Which road are you on, in which direction, and what can you see: a \
        kilometre post, an exit, a house number?

        Your van reports a fault that I cannot name yet. What do you see and hear?

        As soon as I know where you are, I will look for the nearest help.

        I do not have a workshop time yet; as soon as I have one, you will hear from me.

        How long? I do not know yet; you will get a message as soon as I do.
        Where to? That is still open; we will settle it with you.
        Who pays? I will check your cover and tell you before it costs you anything.
        May I drive? Gently and only a short way, no long trip.
        My passengers? How many are you? I will see to it that nobody is left behind.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 7.
        """,
        advice: """
        Please drive gently to the nearest safe place, no long trip. We need your location: please share \
        it or call us.
        """,
        message: """
        Callahead, case 7: your van reports a fault. Please drive gently to the nearest safe place, no \
        long trip. We need your location: please share it or call us.
        """
    ),
    "charger": (
        script: """
        Please do not touch or reset the device, and keep others away from it. In danger call 112.

        Hello, Mari Maasikas. This is Callahead; the case number is 1042. Are you near EV-3?

        It stands here: Narva road, near Lasnamäe. How do we get in, and who has the key?

        Your charger reports a fault that I cannot name yet. What do you see and hear?

        A technician has taken the job and needs 40 to 60 minutes.

        How long? 40 to 60 minutes until the technician is with you.
        Who pays? By our records your cover applies.
        May I switch it on again? Please not, until a technician has looked at it.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 1042.
        """,
        advice: """
        Please do not touch or reset the device. A technician has taken the job and needs 40 to 60 \
        minutes.
        """,
        message: """
        Callahead, case 1042: your charger reports a fault. Please do not touch or reset the device. A \
        technician has taken the job and needs 40 to 60 minutes.
        """
    ),
    "again": (
        script: """
        Please switch on the hazard lights and switch the engine off. If you are in the way of traffic and \
        it is safe, get out on the side away from it and wait off the road. In danger call 112.

        Hello again, Mari Maasikas. This is Callahead about case 1042.

        I am calling because the crew that I told you about cannot come; I am sorry.

        Nobody is free to come yet. We keep looking, and you will get a message as soon as somebody has taken the \
        job.

        I am keeping a time tomorrow at 9:00 at the workshop Peterburi tee autoteenindus; it is not \
        confirmed yet.

        How long? I do not know yet; you will get a message as soon as I do.
        Where to? Most likely to the workshop Peterburi tee autoteenindus; I will confirm it.
        Who pays? By our records your cover applies.
        May I drive? No, please not, even if it starts again.
        My passengers? There is not room for everybody; we will look for another ride.
        Is this really you? Please hang up and call the number on our website or in our app; your case \
        number is 1042.
        """,
        advice: """
        Hazard lights on, engine off, do not restart. Wait off the road if it is safe. In danger call 112. \
        Nobody is free yet; we keep looking and will send you a message.
        """,
        message: """
        Callahead, case 1042: your car reports that its oil pressure has gone. Hazard lights on, engine \
        off, do not restart. Wait off the road if it is safe. In danger call 112. Nobody is free yet; we \
        keep looking and will send you a message.
        """
    ),
]
