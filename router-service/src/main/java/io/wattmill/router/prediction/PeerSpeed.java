// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.prediction;

/**
 * What engines of one kind (model, GPU, group) learn together. Where the model is wrong about the
 * kind, it is wrong about those, too, that served nothing yet: were each to learn alone, the first
 * that turned out faster than the model would be given everything, and the others, as fast, never
 * be tried. What is left for one engine is how it differs from its peers.
 */
public final class PeerSpeed {
    private final SharedFactor ttft;
    private final SharedFactor tpot;

    /** Peers of which nothing was observed. */
    public PeerSpeed() {
        this(true);
    }

    private PeerSpeed(boolean learns) {
        ttft = new SharedFactor(learns);
        tpot = new SharedFactor(learns);
    }

    /** Of an engine that is the only one of its kind: it keeps what it learns to itself. */
    static PeerSpeed none() {
        return new PeerSpeed(false);
    }

    SharedFactor ttft() {
        return ttft;
    }

    SharedFactor tpot() {
        return tpot;
    }
}
