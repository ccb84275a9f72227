// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that a facility plan must meet: pure functions from a plan to results that carry their
 * inputs, limit, value, margin, source and fix.
 *
 * <p>Knows the plan, its weather by the hour and the engine catalogue of {@code router.engine};
 * knows no file, no report format, no clock. One package per part of a plan, each with a {@link
 * io.wattmill.twin.rule.RuleSet}; {@link io.wattmill.twin.rule.RuleBook} lists them.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.Rule}, then at {@link
 * io.wattmill.twin.rule.StatedRule} and {@link io.wattmill.twin.rule.About}, by which most are
 * written.
 */
@NullMarked
package io.wattmill.twin.rule;

import org.jspecify.annotations.NullMarked;
