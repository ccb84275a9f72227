// SPDX-License-Identifier: Apache-2.0
/**
 * All models of a plan in one run, with several seeds: what each deployment and the site come to,
 * what binds and what relieves it.
 *
 * <p>Must not know plan files, weather or money. Start reading at {@link
 * io.wattmill.twin.simulate.site.SiteSimulation}.
 */
@NullMarked
package io.wattmill.twin.simulate.site;

import org.jspecify.annotations.NullMarked;
