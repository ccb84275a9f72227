// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.told;

/**
 * Whether an engine's word is nearer to what its requests find cached than a guess by what was
 * placed there. It is not where its prompts are tokenized otherwise than was thought, or where
 * events are lost that nobody misses. Errors are shares of the prompt, of recent requests.
 */
final class SelfCheck {
    private static final double RATE = 0.1;
    private static final int LEAST_REQUESTS = 16;

    /** A word that is so little worse than a guess is still the better one to have. */
    private static final double SLACK = 0.05;

    private int requests;
    private double toldError;
    private double guessError;

    void observed(double told, double guessed, double found, double promptTokens) {
        requests = Math.min(LEAST_REQUESTS, requests + 1);
        double rate = Math.max(RATE, 1.0 / requests);
        toldError += rate * (Math.abs(told - found) / promptTokens - toldError);
        guessError += rate * (Math.abs(guessed - found) / promptTokens - guessError);
    }

    boolean isTrusted() {
        return requests < LEAST_REQUESTS || toldError <= guessError + SLACK;
    }
}
