/// What is said in six situations, word for word: script, advice, text message.
let estonianSnapshots: [String: (script: String, advice: String, message: String)] = [
    "accepted": (
        script: """
        Palun pange ohutuled põlema ja lülitage mootor välja. Kui olete liiklusel ees ja see on ohutu, \
        väljuge sõiduki sellelt poolelt, mis jääb liiklusest eemale, ja oodake väljaspool sõiduteed. Ohu \
        korral helistage numbril 112.

        Tere, Mari Maasikas! Siin Callahead; Teie juhtumi number on 1042. Kas olete sõiduki 123 ABC \
        juures?

        Kas olete siin: Narva maantee, Lasnamäe lähedal?

        Teie auto teatab, et õlirõhk on kadunud.

        Platvormiga puksiirauto on töö vastu võtnud ja kohale jõudmiseks kulub 20 kuni 30 minutit.

        Seejärel oodatakse Teid töökojas kell 14:30. Töökoja nimi on Peterburi tee autoteenindus.

        Kui kaua läheb? Abi kohale jõudmiseks kulub 20 kuni 30 minutit.
        Kuhu sõiduk viiakse? Töökotta, mille nimi on Peterburi tee autoteenindus.
        Kes maksab? Meie andmetel katab kulud Teie leping.
        Kas tohin sõita? Ei, palun ärge sõitke, isegi kui mootor uuesti käivitub.
        Aga kaasreisijad? Kõigile kohti ei jätku; otsime teise sõiduvõimaluse.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 1042.
        """,
        advice: """
        Ohutuled põlema, mootor välja. Kui on ohutu, oodake teest eemal. Ohu korral 112. Platvormiga \
        puksiirauto võttis töö vastu: 20 kuni 30 minutit.
        """,
        message: """
        Callahead, juhtum 1042: Teie auto teatab rikkest. Ohutuled põlema, mootor välja. Kui on ohutu, \
        oodake teest eemal. Ohu korral 112. Platvormiga puksiirauto võttis töö vastu: 20 kuni 30 minutit.
        """
    ),
    "offered": (
        script: """
        Palun pange ohutuled põlema ja lülitage mootor välja. Kui olete liiklusel ees ja see on ohutu, \
        väljuge sõiduki sellelt poolelt, mis jääb liiklusest eemale, ja oodake väljaspool sõiduteed. Ohu \
        korral helistage numbril 112.

        Tere, Mari Maasikas! Siin Callahead; Teie juhtumi number on 1042. Kas olete sõiduki 123 ABC \
        juures?

        Kas olete siin: Narva maantee, Lasnamäe lähedal?

        Teie auto teatab, et õlirõhk on kadunud.

        Teie juurde on kutsutud platvormiga puksiirauto. Kinnitan aja kohe, kui see on kindel.

        Küsisin töökojast aega reedel kell 9:05 ja annan Teile teada kohe, kui see on kinnitatud. Töökoja \
        nimi on Peterburi tee autoteenindus.

        Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
        Kuhu sõiduk viiakse? Tõenäoliselt töökotta, mille nimi on Peterburi tee autoteenindus; kinnitan \
        selle Teile.
        Kes maksab? Meie andmetel katab kulud Teie leping.
        Kas tohin sõita? Ei, palun ärge sõitke, isegi kui mootor uuesti käivitub.
        Aga kaasreisijad? Kõigile kohti ei jätku; otsime teise sõiduvõimaluse.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 1042.
        """,
        advice: """
        Ohutuled põlema, mootor välja. Kui on ohutu, oodake teest eemal. Ohu korral 112. Korraldame Teile \
        abi ja kinnitame aja.
        """,
        message: """
        Callahead, juhtum 1042: Teie auto teatab, et õlirõhk on kadunud. Ohutuled põlema, mootor välja. \
        Kui on ohutu, oodake teest eemal. Ohu korral 112. Korraldame Teile abi ja kinnitame aja.
        """
    ),
    "moving": (
        script: """
        Kas saate rääkida vabakäeseadmega? Palun ärge pidurdage järsult. Sõitke aeglaselt esimesse \
        ohutusse kohta, võimaluse korral sõidurajalt ära, ja peatuge seal. Öelge mulle, kui seisate.

        Tere, Mari Maasikas! Siin Callahead; Teie juhtumi number on 1042. Kas olete sõiduki 123 ABC \
        juures?

        Kas olete siin: Narva maantee, Lasnamäe lähedal?

        Teie auto teatab, et õlirõhk on kadunud.

        Te olete veel liikumises, seega otsustan abi saatmise siis, kui olete peatunud. Palun öelge mulle \
        siis, kus Te olete.

        Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.

        Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
        Kuhu sõiduk viiakse? See on veel lahtine; lepime selle Teiega kokku.
        Kes maksab? Meie andmetel katab kulud Teie leping.
        Kas tohin sõita? Ainult esimese ohutu kohani, sealt palun mitte edasi.
        Aga kaasreisijad? Kõigile kohti ei jätku; otsime teise sõiduvõimaluse.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 1042.
        """,
        advice: """
        Palun peatuge esimeses ohutus kohas ja ärge sõitke edasi. Kui olete peatunud, öelge meile, kus Te \
        olete.
        """,
        message: """
        Callahead, juhtum 1042: Teie auto teatab, et õlirõhk on kadunud. Palun peatuge esimeses ohutus \
        kohas ja ärge sõitke edasi. Kui olete peatunud, öelge meile, kus Te olete.
        """
    ),
    "bare": (
        script: """
        Palun sõitke rahulikult, ärge kiirendage järsult ega võtke ette pikka sõitu, ja peatuge esimeses \
        ohutus kohas.

        Tere! Siin Callahead; Teie juhtumi number on 7. Kas olete oma sõiduki juures?

        Ma ei näe, kus Te olete. Mis teel Te olete, mis suunas sõitsite ja mida enda ümber näete: \
        kilomeetriposti, mahasõitu, majanumbrit?

        Teie kaubik teatab rikkest, mida ma veel nimetada ei oska. Mida Te näete ja kuulete?

        Niipea kui tean, kus Te olete, otsin lähima abi.

        Töökoja aega mul veel ei ole; annan Teile teada kohe, kui see on olemas.

        Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
        Kuhu sõiduk viiakse? See on veel lahtine; lepime selle Teiega kokku.
        Kes maksab? Kontrollin Teie lepingut ja ütlen seda enne, kui Teile mingeid kulusid tekib.
        Kas tohin sõita? Rahulikult ja ainult lühikest maad, mitte pikka sõitu.
        Aga kaasreisijad? Mitmekesi Te olete? Hoolitsen selle eest, et keegi ei jää maha.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 7.
        """,
        advice: """
        Palun sõitke rahulikult lähimasse ohutusse kohta, mitte kaugemale. Vajame Teie asukohta: palun \
        jagage seda või helistage meile.
        """,
        message: """
        Callahead, juhtum 7: Teie kaubik teatab rikkest. Palun sõitke rahulikult lähimasse ohutusse kohta, \
        mitte kaugemale. Vajame Teie asukohta: palun jagage seda või helistage meile.
        """
    ),
    "charger": (
        script: """
        Palun ärge puudutage ega taaskäivitage seadet ja hoidke teised sellest eemal. Ohu korral helistage \
        numbril 112.

        Tere, Mari Maasikas! Siin Callahead; juhtumi number on 1042. Jutt on seadmest nimega EV-3. Kas \
        olete selle lähedal?

        Seade asub siin: Narva maantee, Lasnamäe lähedal. Kuidas me sinna sisse pääseme ja kelle käes on \
        võti?

        Teie laadija teatab rikkest, mida ma veel nimetada ei oska. Mida Te näete ja kuulete?

        Tehnik on töö vastu võtnud ja kohale jõudmiseks kulub 40 kuni 60 minutit.

        Kui kaua läheb? Abi kohale jõudmiseks kulub 40 kuni 60 minutit.
        Kes maksab? Meie andmetel katab kulud Teie leping.
        Kas tohin seadme uuesti sisse lülitada? Palun mitte, enne kui tehnik on selle üle vaadanud.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 1042.
        """,
        advice: """
        Palun ärge puudutage ega taaskäivitage seadet. Tehnik võttis töö vastu: 40 kuni 60 minutit.
        """,
        message: """
        Callahead, juhtum 1042: Teie laadija teatab rikkest. Palun ärge puudutage ega taaskäivitage \
        seadet. Tehnik võttis töö vastu: 40 kuni 60 minutit.
        """
    ),
    "again": (
        script: """
        Palun pange ohutuled põlema ja lülitage mootor välja. Kui olete liiklusel ees ja see on ohutu, \
        väljuge sõiduki sellelt poolelt, mis jääb liiklusest eemale, ja oodake väljaspool sõiduteed. Ohu \
        korral helistage numbril 112.

        Tere taas, Mari Maasikas! Siin Callahead; helistan seoses juhtumiga 1042.

        Helistan, sest abi, millest Teile rääkisin, ei saa tulla; vabandan.

        Praegu ei ole veel keegi vaba. Otsime edasi ja saadame Teile sõnumi kohe, kui keegi on töö vastu võtnud.

        Hoian Teile töökojas aega homme kell 9:00; see ei ole veel kinnitatud. Töökoja nimi on Peterburi \
        tee autoteenindus.

        Kui kaua läheb? Seda ma veel ei tea; saadan Teile sõnumi kohe, kui tean.
        Kuhu sõiduk viiakse? Tõenäoliselt töökotta, mille nimi on Peterburi tee autoteenindus; kinnitan \
        selle Teile.
        Kes maksab? Meie andmetel katab kulud Teie leping.
        Kas tohin sõita? Ei, palun ärge sõitke, isegi kui mootor uuesti käivitub.
        Aga kaasreisijad? Kõigile kohti ei jätku; otsime teise sõiduvõimaluse.
        Kas see olete tõesti Teie? Palun lõpetage kõne ja helistage numbril, mis on meie kodulehel või \
        rakenduses; Teie juhtumi number on 1042.
        """,
        advice: """
        Ohutuled põlema, mootor välja. Kui on ohutu, oodake teest eemal. Ohu korral 112. Keegi ei ole veel \
        vaba; otsime edasi ja saadame Teile sõnumi.
        """,
        message: """
        Callahead, juhtum 1042: Teie auto teatab rikkest. Ohutuled põlema, mootor välja. Kui on ohutu, \
        oodake teest eemal. Ohu korral 112. Keegi ei ole veel vaba; otsime edasi ja saadame Teile sõnumi.
        """
    ),
]
