// SPDX-License-Identifier: Apache-2.0
/**
 * The plan check as a whole: from a plan's text to a report, and the report as text for a terminal
 * or as JSON. Pure.
 *
 * <p>Knows reader, rules and layout; knows no file, no terminal and no HTTP.
 *
 * <p>Start reading at {@link io.wattmill.twin.check.PlanCheck}.
 */
@NullMarked
package io.wattmill.twin.check;

import org.jspecify.annotations.NullMarked;
