// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.planfile;

/**
 * One thing wrong in a plan file.
 *
 * @param path where, for example {@code racks[2].rated-kw}
 * @param value what stands there, shortened; empty when nothing does
 * @param unit unit that the key wants; empty when it has none
 * @param problem what is wrong with it
 * @param fix what to write instead
 */
public record PlanProblem(String path, String value, String unit, String problem, String fix) {}
