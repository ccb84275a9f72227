// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import java.util.List;
import java.util.OptionalInt;

/**
 * Embeddings as they were asked for.
 *
 * @param model model name
 * @param inputs at least one
 * @param base64 whether vectors are sent as little-endian 32-bit floats in Base64
 * @param dimensions length of the vectors, if the request sets one
 */
public record EmbeddingsRequest(
        String model, List<TextPrompt> inputs, boolean base64, OptionalInt dimensions) {}
