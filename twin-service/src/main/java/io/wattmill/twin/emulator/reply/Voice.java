// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import io.wattmill.twin.emulator.text.Channel;
import io.wattmill.twin.emulator.text.Piece;
import io.wattmill.twin.emulator.text.Recital;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One choice while it is spoken. */
final class Voice {
    private final int index;
    private final Choice choice;
    private final AnswerBody.Wish wish;
    private final Recital recital;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<Said.MadeCall> calls = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private StringBuilder arguments = new StringBuilder();
    private int spoken;
    private int cachedTokens;

    Voice(int index, Choice choice, AnswerBody.Wish wish) {
        this.index = index;
        this.choice = choice;
        this.wish = wish;
        this.recital = new Recital(choice.script());
        this.spoken = choice.echo().length();
    }

    /** So many tokens of its prompt were cached. */
    void found(int cached) {
        cachedTokens = cached;
    }

    /** The next token. */
    Delta next() {
        boolean first = recital.tokens() == 0;
        var piece = recital.next();
        boolean hidden = piece.channel() instanceof Channel.Thought && !wish.thoughtsShown();
        var said = hidden ? "" : piece.text();
        var logprob = hidden ? Optional.<TokenLogprob>empty() : logprob(piece);
        int offset = spoken;
        spoken += piece.token().length();
        return new Delta(
                index,
                piece.channel(),
                piece.opens(),
                first ? choice.echo() + said : said,
                logprob,
                offset,
                recital.over() ? Optional.of(ending()) : Optional.empty(),
                Optional.empty());
    }

    private Optional<TokenLogprob> logprob(Piece piece) {
        OptionalInt top = wish.topLogprobs();
        return top.isEmpty()
                ? Optional.empty()
                : Optional.of(TokenLogprob.of(piece.token(), recital.tokens() - 1, top.getAsInt()));
    }

    /** Keeps what a token brought, for an answer that is sent as a whole. */
    void keep(Delta delta) {
        delta.logprob().ifPresent(logprobs::add);
        switch (delta.channel()) {
            case Channel.Content _ -> text.append(delta.text());
            case Channel.Thought _ -> thoughts.append(delta.text());
            case Channel.Call call -> keepCall(call, delta);
        }
    }

    private void keepCall(Channel.Call call, Delta delta) {
        if (delta.opens()) {
            arguments = new StringBuilder();
            calls.add(new Said.MadeCall(call, ""));
        }
        arguments.append(delta.text());
        calls.set(calls.size() - 1, new Said.MadeCall(call, arguments.toString()));
    }

    Said said() {
        boolean shown = wish.thinks() && wish.thoughtsShown();
        return new Said(
                text.toString(),
                shown ? Optional.of(thoughts.toString()) : Optional.empty(),
                List.copyOf(calls),
                wish.topLogprobs().isEmpty()
                        ? Optional.empty()
                        : Optional.of(List.copyOf(logprobs)),
                ending());
    }

    private Delta.Ending ending() {
        return new Delta.Ending(choice.script().length().reason(), recital.stop());
    }

    Choice choice() {
        return choice;
    }

    boolean leads() {
        return choice.lead() == index;
    }

    boolean over() {
        return recital.over();
    }

    long tokens() {
        return recital.tokens();
    }

    long thoughtTokens() {
        return recital.thoughts();
    }

    long cachedTokens() {
        return cachedTokens;
    }
}
