// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import io.wattmill.twin.emulator.text.Script.Passage;

import java.util.List;
import java.util.Optional;

/** A script while it is spoken, token by token. Not thread-safe. */
public final class Recital {
    private final Script script;
    private Transcript transcript;
    private int passage;
    private int tokens;
    private int thoughts;

    /** A recital of which nothing is said yet. */
    public Recital(Script script) {
        this.script = script;
        this.transcript = transcript(script, 0);
    }

    /** One more token; never called after the script's last one. */
    public Piece next() {
        if (transcript.tokens() == current().speech().naturalTokens() && hasMore()) {
            transcript = transcript(script, ++passage);
        }
        boolean opens = transcript.tokens() == 0;
        var token = current().speech().token(transcript.tokens());
        var text = transcript.next();
        tokens++;
        if (current().channel() instanceof Channel.Thought) {
            thoughts++;
        }
        return new Piece(current().channel(), opens, over() ? text + rest() : text, token);
    }

    /** Tokens said so far. */
    public int tokens() {
        return tokens;
    }

    /** Of them, those that were thoughts. */
    public int thoughts() {
        return thoughts;
    }

    /** The text that ended it, if one of the stop strings did. */
    public Optional<String> stop() {
        return transcript.stop();
    }

    /** Whether its last token has been said. */
    public boolean over() {
        return tokens == script.length().tokens();
    }

    private String rest() {
        return transcript.stopped() ? "" : transcript.rest();
    }

    private boolean hasMore() {
        return passage + 1 < script.passages().size();
    }

    private Passage current() {
        return script.passages().get(passage);
    }

    private static Transcript transcript(Script script, int index) {
        var passage = script.passages().get(index);
        boolean content = passage.channel() instanceof Channel.Content;
        return new Transcript(passage.speech(), content ? script.stops() : List.of());
    }
}
