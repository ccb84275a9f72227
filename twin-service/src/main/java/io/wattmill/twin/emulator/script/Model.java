// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.script;

/**
 * What an engine's answers depend on beside the request.
 *
 * @param seed the fleet's seed
 * @param meanTokens mean length of answers
 * @param longestTokens longest context, prompt and output together
 */
public record Model(long seed, int meanTokens, long longestTokens) {}
