// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import io.wattmill.twin.emulator.text.Answer;
import io.wattmill.twin.emulator.text.Mix;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * How likely a token was, as emulated: from its text and place alone.
 *
 * @param token its text
 * @param logprob natural logarithm of its probability
 * @param top the most likely tokens of its place, itself the first, each with an empty list
 */
record TokenLogprob(String token, BigDecimal logprob, List<TokenLogprob> top) {
    private static final int DIGITS = 6;
    private static final long LEAST_MICROS = 10_000;
    private static final long SPREAD_MICROS = 600_000;
    private static final long STEP_MICROS = 700_000;

    /**
     * The figures of one token.
     *
     * @param at its place in the answer, from 0
     * @param alternatives how many of the most likely ones
     */
    static TokenLogprob of(String token, int at, int alternatives) {
        long scattered = Mix.at(token.hashCode(), at);
        long micros = LEAST_MICROS + Math.floorMod(scattered, SPREAD_MICROS);
        var own = new TokenLogprob(token, negative(micros), List.of());
        return new TokenLogprob(token, own.logprob, top(own, micros, scattered, alternatives));
    }

    private static List<TokenLogprob> top(
            TokenLogprob own, long micros, long scattered, int alternatives) {
        var others = new Answer(scattered, 1);
        var top = new ArrayList<TokenLogprob>();
        for (int i = 0; i < alternatives; i++) {
            long less = micros + i * STEP_MICROS;
            top.add(i == 0 ? own : new TokenLogprob(others.token(i), negative(less), List.of()));
        }
        return List.copyOf(top);
    }

    private static BigDecimal negative(long micros) {
        return BigDecimal.valueOf(-micros, DIGITS);
    }
}
