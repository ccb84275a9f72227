// SPDX-License-Identifier: Apache-2.0
/**
 * What a plan says, and what is assumed where it says nothing. Knows no plan.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.given.Given}.
 */
@NullMarked
package io.wattmill.twin.plan.given;

import org.jspecify.annotations.NullMarked;
