// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

/**
 * One user's part of a window, as the energy was attributed.
 *
 * @param ordinal its place in the window
 * @param deviceUj all its device joules: prefill, decode and idle share, or empty, or unattributed
 * @param presentUs how long it was on the engine within the window, microseconds; 0 for what no
 *     request used
 */
public record Portion(int ordinal, long deviceUj, long presentUs, Bearer bearer) {}
