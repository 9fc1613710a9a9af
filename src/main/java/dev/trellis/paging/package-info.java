/**
 * Ways through lists that are too long for one page: where a page begins is told by the
 * row beside it, so that links stay good whatever is added or taken away. Knows nothing
 * of what is listed.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.trellis.paging;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;
