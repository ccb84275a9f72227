// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.verify;

/**
 * How far a verification is.
 *
 * @param check which one is under way, from 1
 * @param checks how many there are
 * @param name of that check
 * @param done how much of it, of {@code of}
 * @param of 1 for a check that is one question
 */
public record Progress(int check, int checks, String name, long done, long of) {}
