// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.replay.report;

import java.util.Optional;

/**
 * What one answer took, as the server says.
 *
 * @param inputTokens of the prompt
 * @param cachedTokens of those, found in a prefix cache
 * @param outputTokens of the answer
 * @param energy when the server says
 * @param cost when the server says
 */
public record AnswerUsage(
        long inputTokens,
        long cachedTokens,
        long outputTokens,
        Optional<Energy> energy,
        Optional<Money> cost) {}
