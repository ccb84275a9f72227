// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim;

import io.wattmill.twin.figure.Figure;

/**
 * One of the two systems of a claim.
 *
 * @param system as its vendor calls it
 * @param gpu name in the catalogue
 * @param gpus that serve one replica; 0 where it is not told
 * @param parallelism in words; empty where it is not told
 * @param throughput what one GPU yields
 */
public record Side(
        String system,
        String gpu,
        int gpus,
        String parallelism,
        Served served,
        Throughput throughput,
        Accounts accounts) {

    /**
     * What one GPU yields while it is busy.
     *
     * @param perGpu tokens per second, above 0
     * @param counts which tokens that counts
     */
    public record Throughput(Figure perGpu, TokenBasis counts) {}

    /** Tokens per second of one GPU, counted as the accounts want them. */
    public Figure tokensPerSecond() {
        TokenBasis counted = throughput.counts();
        if (counted == accounts.tokens()) {
            return throughput.perGpu();
        }
        double share = served.outputShare();
        return throughput.perGpu().times(counted == TokenBasis.OUTPUT ? 1 / share : share);
    }

    /** The same, with another throughput per GPU, counted as before. */
    Side withTokens(Figure perGpu) {
        var other = new Throughput(perGpu, throughput.counts());
        return new Side(system, gpu, gpus, parallelism, served, other, accounts);
    }

    /** The same, with other constants. */
    Side with(Accounts other) {
        return new Side(system, gpu, gpus, parallelism, served, throughput, other);
    }
}
