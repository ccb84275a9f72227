// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

/**
 * The answer that one prompt gets: an endless row of words and the length at which the engine would
 * end it by itself. The same seed and prompt give the same answer, on any node.
 *
 * @param seed scatters words and length; from the fleet's seed and the prompt
 * @param naturalTokens tokens after which the engine ends the answer, unless told to ignore that
 */
public record Answer(long seed, int naturalTokens) implements Speech {
    private static final long LENGTH_STREAM = 0x6C656E677468L;
    private static final double SPREAD = 0.6;
    private static final int LONGEST_IN_MEANS = 8;

    /**
     * The answer to a prompt.
     *
     * @param seed the fleet's seed
     * @param promptHash hash of the whole prompt
     * @param meanTokens mean of the natural lengths, which are log-normal with sigma 0.6 (the
     *     spread of chat traces is of that order), cut at 1 token and at 8 means
     */
    public static Answer to(long seed, long promptHash, int meanTokens) {
        long own = Mix.at(seed ^ promptHash, 0);
        double length = meanTokens * Math.exp(SPREAD * normal(own) - SPREAD * SPREAD / 2);
        long bounded = Math.clamp(Math.round(length), 1L, (long) LONGEST_IN_MEANS * meanTokens);
        return new Answer(own, Math.toIntExact(bounded));
    }

    /** A word, with a space before it unless it is the first. */
    @Override
    public String token(int n) {
        var word = Vocabulary.word(Mix.at(seed, n));
        return n == 0 ? word : " " + word;
    }

    @Override
    public boolean endless() {
        return true;
    }

    /** Box-Muller transform of two uniform numbers. */
    private static double normal(long own) {
        double radius = Math.sqrt(-2 * Math.log(1 - Mix.unitAt(own ^ LENGTH_STREAM, 0)));
        return radius * Math.cos(2 * Math.PI * Mix.unitAt(own ^ LENGTH_STREAM, 1));
    }
}
