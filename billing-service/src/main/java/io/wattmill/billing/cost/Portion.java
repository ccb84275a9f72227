// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.cost;

/**
 * One user's part of a window, as the energy was attributed.
 *
 * @param ordinal its place in the window
 * @param deviceUj all its device joules: prefill, decode and idle share, or empty, or unattributed
 */
public record Portion(int ordinal, long deviceUj, Bearer bearer) {}
