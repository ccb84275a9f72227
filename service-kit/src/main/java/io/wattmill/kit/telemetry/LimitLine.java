// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.telemetry;

/**
 * One value of {@code limit} of {@link Limits#COUNTER}.
 *
 * @param service whose bound it is
 * @param label the value
 * @param happened what became of the work that met the bound
 * @param act what to do about it
 */
public record LimitLine(String service, String label, String happened, String act) {}
