// SPDX-License-Identifier: Apache-2.0
/**
 * What the tests of every service share: fakes of time, a real PostgreSQL, waiting on conditions,
 * the rules of the house. Start at {@link io.wattmill.kit.testing.HouseRules}.
 */
@NullMarked
package io.wattmill.kit.testing;

import org.jspecify.annotations.NullMarked;
