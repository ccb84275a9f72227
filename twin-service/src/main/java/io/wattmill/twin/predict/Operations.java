// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.predict;

import io.wattmill.router.engine.Attention;
import io.wattmill.router.engine.FeedForward;
import io.wattmill.router.engine.ModelArchitecture;

/**
 * Kernels that one step starts, about. Steps of prompts run without captured graphs, so that each
 * of them is started by the host, one by one; what that takes comes before the first token. Counted
 * by what a layer is made of; that the counts are a few more or less hardly matters
 * (docs/FIDELITY.md, "Serving points").
 */
final class Operations {
    // Norms, QKV, positions, attention, output, all-reduce, gate and up, activation, down.
    private static final int PLAIN = 9;

    // Router, choice, sorting, two products, activation and sum, instead of three.
    private static final int EXPERTS = 4;
    private static final int SHARED_EXPERT = 4;

    // Two products down, two norms, two products up, concatenations, casts.
    private static final int LATENT = 12;

    // The index's products, norm, scores and choice.
    private static final int CHOSEN = 6;

    // Convolution, norms, gates and the recurrence in chunks, instead of attention.
    private static final int RECURRENT = 12;

    private Operations() {}

    static double perStep(ModelArchitecture model) {
        Attention attention = model.attention();
        FeedForward feedForward = model.feedForward();
        int recurrent = attention.recurrent().layers();
        int cached = model.layers() - recurrent;
        int shared = feedForward.shared() > 0 ? SHARED_EXPERT : 0;
        return PLAIN * (double) model.layers()
                + (EXPERTS + shared) * feedForward.expertLayers()
                + (attention.isLatent() ? LATENT * cached : 0)
                + (attention.chosen() > 0 ? CHOSEN * cached : 0)
                + RECURRENT * recurrent;
    }
}
