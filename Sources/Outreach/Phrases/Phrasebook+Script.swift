extension Phrasebook {
    /// The words of a call, block by block.
    package func script(for context: ScriptContext) -> Script {
        let chain = chain(context.language)
        let language = chain[0]
        let speech = Speech(context: context, language: language, values: values(context, language))
        var script = Script(language: language.tag, blocks: [], asksHandsFree: speech.asksHandsFree)
        for kind in context.blockOrder {
            if kind == .questions {
                let questions = speech.questions
                let text = questions.map(\.text).joined(separator: "\n")
                script.blocks.append(Script.Block(kind: kind, text: text, questions: questions))
                continue
            }
            let text = kind == .safety ? safety(speech, chain) : speech.text(of: kind)
            if !text.isEmpty { script.blocks.append(Script.Block(kind: kind, text: text)) }
        }
        return script
    }

    /// What to do now; a driver on the move is asked first whether the words can be heard, or read, safely.
    private func safety(_ speech: Speech, _ chain: [Language]) -> String {
        let sentence = safetySentence(speech.context, chain)
        return speech.asksHandsFree ? speech.handsFree + " " + sentence : sentence
    }
}
