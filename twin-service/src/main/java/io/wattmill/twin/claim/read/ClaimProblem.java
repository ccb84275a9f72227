// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.claim.read;

/**
 * One thing wrong in a claim file or a what-if.
 *
 * @param path where, for example {@code b.price.per-gpu-hour}
 * @param value what stands there, shortened; empty when nothing does
 * @param problem what is wrong with it
 * @param fix what to write instead
 */
public record ClaimProblem(String path, String value, String problem, String fix) {}
