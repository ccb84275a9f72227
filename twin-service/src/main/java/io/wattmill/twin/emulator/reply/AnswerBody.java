// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The body of one answer while the tokens of its choices are made: what to send now for each of
 * them. Not thread-safe.
 */
public final class AnswerBody implements EngineReply {
    private static final byte[] NOTHING = {};

    private final List<Voice> voices;
    private final Shape shape;
    private final Wish wish;
    private boolean opened;

    /**
     * How the answer is wanted.
     *
     * @param stream as server-sent events
     * @param finalUsage a stream ends with an event of usage
     * @param continuousUsage each event of a stream carries its choice's usage so far
     * @param topLogprobs alternatives reported per token; empty: no log probabilities
     * @param thinks whether thoughts were asked for
     * @param thoughtsShown whether they are sent
     */
    public record Wish(
            boolean stream,
            boolean finalUsage,
            boolean continuousUsage,
            OptionalInt topLogprobs,
            boolean thinks,
            boolean thoughtsShown) {}

    /** An answer of which nothing is said yet, with at least one choice. */
    public AnswerBody(List<Choice> choices, Wish wish, Shape shape) {
        this.voices =
                IntStream.range(0, choices.size())
                        .mapToObj(i -> new Voice(i, choices.get(i), wish))
                        .toList();
        this.shape = shape;
        this.wish = wish;
    }

    @Override
    public String contentType() {
        return wish.stream() ? "text/event-stream; charset=utf-8" : "application/json";
    }

    @Override
    public boolean stream() {
        return wish.stream();
    }

    @Override
    public boolean over() {
        return voices.stream().allMatch(Voice::over);
    }

    @Override
    public byte[] token(int choice, int cachedTokens) {
        var voice = voices.get(choice);
        voice.found(cachedTokens);
        var opening = opening();
        var delta = voice.next();
        if (wish.stream()) {
            return streamed(opening, voice, delta).getBytes(StandardCharsets.UTF_8);
        }
        voice.keep(delta);
        return over() ? whole() : NOTHING;
    }

    private byte[] whole() {
        return shape.whole(voices.stream().map(Voice::said).toList(), usage());
    }

    private String opening() {
        if (opened || !wish.stream()) {
            return "";
        }
        opened = true;
        var text = new StringBuilder();
        for (int i = 0; i < voices.size(); i++) {
            text.append(shape.opening(i, interim(voices.get(i))));
        }
        return text.toString();
    }

    private String streamed(String opening, Voice voice, Delta delta) {
        var event = delta.isSilent() ? "" : event(voice, delta);
        if (!over()) {
            return opening.isEmpty() ? event : opening + event;
        }
        var usage = wish.finalUsage() ? shape.usageOnly(usage()) : "";
        return opening + event + usage + EventText.DONE;
    }

    private String event(Voice voice, Delta delta) {
        return shape.delta(wish.continuousUsage() ? delta.with(interim(voice)) : delta);
    }

    /** As vLLM has it, the prompt's tokens and those of this choice alone. */
    private Optional<Usage> interim(Voice voice) {
        return wish.continuousUsage()
                ? Optional.of(
                        new Usage(
                                voice.choice().promptTokens(),
                                voices.get(voice.choice().lead()).cachedTokens(),
                                voice.tokens(),
                                thoughts(voice.thoughtTokens())))
                : Optional.empty();
    }

    private Usage usage() {
        var leads = voices.stream().filter(Voice::leads).toList();
        return new Usage(
                leads.stream().mapToLong(v -> v.choice().promptTokens()).sum(),
                leads.stream().mapToLong(Voice::cachedTokens).sum(),
                voices.stream().mapToLong(Voice::tokens).sum(),
                thoughts(voices.stream().mapToLong(Voice::thoughtTokens).sum()));
    }

    private OptionalLong thoughts(long tokens) {
        return wish.thinks() ? OptionalLong.of(tokens) : OptionalLong.empty();
    }
}
