// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import io.wattmill.agent.source.SourceFailure;

import java.util.List;

/** What an engine said when asked for its models. */
public sealed interface ModelScan {

    /**
     * The models, in the engine's order.
     *
     * @param models one entry per base model
     */
    record Listed(List<ServedModelReading> models) implements ModelScan {

        /** Copies the list. */
        public Listed {
            models = List.copyOf(models);
        }
    }

    /** No answer, and why. */
    record Unlisted(SourceFailure failure) implements ModelScan {}
}
