// SPDX-License-Identifier: Apache-2.0
/**
 * Rules about failures, spares and the availability that is promised. Knows no load.
 *
 * <p>Start reading at {@link io.wattmill.twin.rule.upkeep.UpkeepRules}.
 */
@NullMarked
package io.wattmill.twin.rule.upkeep;

import org.jspecify.annotations.NullMarked;
