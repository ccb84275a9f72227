// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

/**
 * A chat completion as it was asked for.
 *
 * @param model model name
 * @param prompt length and hash of the messages
 * @param sampling how the answers are made
 * @param delivery how they are sent
 * @param thinking what is thought before
 * @param form what kind of answer it is
 */
public record ChatRequest(
        String model,
        Prompt prompt,
        Sampling sampling,
        Delivery delivery,
        Thinking thinking,
        Form form) {}
