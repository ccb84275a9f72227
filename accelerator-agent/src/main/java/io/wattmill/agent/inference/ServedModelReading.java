// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

import java.util.List;

/**
 * A model that an engine serves.
 *
 * @param model the name that requests use
 * @param maxLength longest sequence in tokens, prompt and output, 0 when the engine does not say
 * @param adapters LoRA adapters on top of it, by the name that requests use
 */
public record ServedModelReading(String model, long maxLength, List<String> adapters) {

    /** Copies the adapters. */
    public ServedModelReading {
        adapters = List.copyOf(adapters);
    }
}
