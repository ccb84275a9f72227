// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import java.util.List;

/**
 * A text completion as it was asked for.
 *
 * @param model model name
 * @param prompts at least one
 * @param sampling how the answers are made
 * @param delivery how they are sent
 * @param echo whether an answer begins with its prompt
 */
public record CompletionRequest(
        String model,
        List<TextPrompt> prompts,
        Sampling sampling,
        Delivery delivery,
        boolean echo) {}
