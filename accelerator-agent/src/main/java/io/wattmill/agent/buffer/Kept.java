// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.buffer;

/**
 * Something that waits, and its place.
 *
 * @param position grows from one to the next; what an earlier run of the agent left has negative
 *     ones
 */
public record Kept<T>(long position, T item) {}
