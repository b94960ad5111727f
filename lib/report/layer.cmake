# The page's parts, carried in the library as bytes. Scripts follow each other in this order.
set(page ${CMAKE_CURRENT_SOURCE_DIR}/report/page)
set(scripts base decode format time chart series equity price returns trades money tables main)
list(TRANSFORM scripts PREPEND ${page}/)
list(TRANSFORM scripts APPEND .js)
function(argosy_embed array)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${array}.c)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DNAME=${array} -DOUT=${out} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(report PRIVATE ${out})
endfunction()
argosy_embed(report_page_template ${page}/template.html)
argosy_embed(report_page_index ${page}/index.html)
argosy_embed(report_page_css ${page}/report.css)
argosy_embed(report_page_js ${scripts})
argosy_embed(report_page_index_js ${page}/base.js ${page}/index.js)
