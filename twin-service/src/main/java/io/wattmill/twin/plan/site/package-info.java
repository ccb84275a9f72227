// SPDX-License-Identifier: Apache-2.0
/**
 * Where the site is and what weather it has. Knows no building.
 *
 * <p>Start reading at {@link io.wattmill.twin.plan.site.Site}.
 */
@NullMarked
package io.wattmill.twin.plan.site;

import org.jspecify.annotations.NullMarked;
