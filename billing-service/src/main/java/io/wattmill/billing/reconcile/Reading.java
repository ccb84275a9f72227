// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.reconcile;

/**
 * What an engine said of itself.
 *
 * @param atUs when, by its agent's clock, epoch microseconds
 * @param boot its process, counted from 1
 * @param counts cumulative since the process began
 * @param inFlight sequences that ran or waited
 */
public record Reading(long atUs, long boot, Counts counts, long inFlight) {}
