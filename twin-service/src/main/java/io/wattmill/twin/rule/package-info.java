// SPDX-License-Identifier: Apache-2.0
/**
 * Rules that a facility plan must meet: pure functions from a plan to results that carry their
 * inputs, limit, value, margin, source and fix.
 *
 * <p>Knows the plan and the engine catalogue of {@code router.engine}; knows no file, no report
 * format, no clock. One class per rule; {@link io.wattmill.twin.rule.RuleBook} lists them.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.Rule}, then at any one of its implementations.
 */
@NullMarked
package io.wattmill.twin.rule;

import org.jspecify.annotations.NullMarked;
