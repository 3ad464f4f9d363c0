"""Spanish: participles, preterites and changing stems of the news.

Words that differ in an accent alone (publico, público) are one word when folded and cannot be kept apart.
"""

from monitor.core.text.forms.form import Forms, forms

_VERBS = """
abrir: abierto abierta abiertos abiertas abre abren abrió
acordar: acuerda acuerdan acuerdo acuerdos
advertir: advierte advierten advirtió advirtieron
atacar: ataque ataques ataquen
caer: cae caen cayó cayeron
cerrar: cierra cierran cierre cierres
comenzar: comienza comienzan comienzo
conducir: condujo condujeron
cubrir: cubierto cubierta
decir: dijo dijeron dice dicen dicho
destruir: destruye destruyen destruyó destruyeron
detener: detiene detienen detuvo detuvieron
disolver: disuelve disuelto disuelta
elegir: elige eligen eligió electo electa electos
empezar: empieza empiezan
encontrar: encuentra encuentran
escribir: escrito escrita
freír: frito
hacer: hizo hicieron hecho
herir: hiere hirió hirieron
huir: huye huyen huyó huyeron
imponer: impone impuso impuesto impuesta impuestas
impedir: impide impiden impidió
intervenir: interviene intervino intervinieron
juez: jueces
mantener: mantiene mantienen mantuvo
morir: muerto muerta muertos muertas muere mueren murió murieron
mover: mueve mueven
obtener: obtiene obtuvo
oponer: opone opuso opuesto
pedir: pide piden pidió pidieron
perder: pierde pierden
poder: puede pueden pudo pudieron
poner: puso pusieron puesto puesta
posponer: pospone pospuso pospuesto pospuesta
probar: prueba pruebas
producir: produjo produjeron
proponer: propone propuso propuesto propuesta propuestas
querer: quiere quieren quiso
rechazar: rechace rechacen
reducir: redujo
resolver: resuelve resuelto resuelta
romper: roto rota rotos rotas rompió
saber: supo
seguir: sigue siguen
sustituir: sustituye sustituyó
tener: tiene tienen tuvo tuvieron
traer: trajo trajeron
venir: viene vienen vino vinieron
ver: visto vio vieron
volar: vuela vuelan
volver: vuelve vuelven vuelto
"""
_APART = """
autor | autoridad autoridades
banca | banco bancos
barca | barco barcos
cargar | cargo cargos
casa | caso casos
comercio | comerciante comerciantes
corto | corte cortes
cuento | cuenta cuentas
especial | especialista especialistas
finales | finalidad
gran | granada granadas
habitante | hábito hábitos
hospital | hospitalidad
humano | humanidad
libre | libro libros
libre | librería librerías
mar | marido maridos
medio | media
objeto | objetivo objetivos
parte | partido partidos
plaza | plazo plazos
punta | punto puntos
puerta | puerto puertos
presa | preso presos
santa | santo
unido | unidad unidades
"""


def spanish() -> Forms:
    """The tables of Spanish."""
    return forms(irregular=_VERBS, apart=_APART)
