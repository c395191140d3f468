"""The same sentences in Italian and English, from which the engine learns how a model moves with the language alone.

Two texts that say the same thing in two languages ought to have the same vector, and do not: multilingual models add a
shift that all texts of a language share. The mean difference over these pairs is that shift. They speak of many fields,
plainly, so that what is left after averaging is the language and not a subject. They are ours, and in no collection.
"""

from __future__ import annotations

PAIRS: tuple[tuple[str, str], ...] = (
    ("Impianto per la lavorazione del latte fresco", "Plant for processing fresh milk"),
    ("Il laboratorio misura la resistenza dei materiali", "The laboratory measures the strength of materials"),
    ("Corso di formazione per tecnici elettronici", "Training course for electronics technicians"),
    ("Brevetto per una valvola a bassa pressione", "Patent for a low-pressure valve"),
    ("L'azienda progetta macchine per il legno", "The company designs woodworking machines"),
    ("Studio del comportamento degli uccelli migratori", "Study of the behaviour of migrating birds"),
    ("Nuovi algoritmi per la guida autonoma", "New algorithms for autonomous driving"),
    ("Ristrutturazione energetica di edifici pubblici", "Energy renovation of public buildings"),
    ("Terapia genica per malattie rare del fegato", "Gene therapy for rare liver diseases"),
    ("Servizi di consulenza fiscale per piccole imprese", "Tax advice for small businesses"),
    ("Certificato di gestione della sicurezza sul lavoro", "Occupational safety management certificate"),
    ("Stampa di etichette su carta riciclata", "Printing of labels on recycled paper"),
    ("Sensori ottici per il controllo dell'acqua potabile", "Optical sensors for monitoring drinking water"),
    ("Trasporto di merci pericolose su strada", "Road transport of dangerous goods"),
    ("Storia economica delle città medievali", "Economic history of medieval cities"),
    ("Produzione di batterie per veicoli elettrici", "Manufacture of batteries for electric vehicles"),
    ("Il progetto sviluppa plastiche da scarti agricoli", "The project develops plastics from farm waste"),
    ("Riparazione di motori marini", "Repair of marine engines"),
    ("Analisi chimica di alimenti e bevande", "Chemical analysis of food and drink"),
    ("Teoria dei numeri e geometria algebrica", "Number theory and algebraic geometry"),
    ("Cuscini e tessuti per l'arredamento di alberghi", "Cushions and fabrics for hotel furnishing"),
    ("Il comune apre uno sportello per i nuovi residenti", "The municipality opens a desk for new residents"),
    ("Formulazione di vernici senza solventi", "Formulation of solvent-free paints"),
    ("Robot collaborativi per l'assemblaggio", "Collaborative robots for assembly"),
    ("Effetti della luce sul sonno degli anziani", "Effects of light on the sleep of older people"),
    ("Fusione di leghe leggere in stampi di sabbia", "Casting of light alloys in sand moulds"),
    ("Piattaforma per la vendita di biglietti in rete", "Platform for selling tickets online"),
    ("Accordo di collaborazione tra due università", "Cooperation agreement between two universities"),
    ("Premio per il miglior prodotto dell'anno", "Award for the best product of the year"),
    ("Misure di politica sociale contro la povertà", "Social policy measures against poverty"),
    ("Confezionamento automatico di compresse", "Automatic packaging of tablets"),
    ("Estrazione di oli da semi e fiori", "Extraction of oils from seeds and flowers"),
    ("Modelli del clima e delle correnti oceaniche", "Models of climate and ocean currents"),
    ("Gestione del magazzino e delle spedizioni", "Warehouse and shipping management"),
    ("Tutela dei dati personali dei pazienti", "Protection of patients' personal data"),
    ("Saldatura di tubi in acciaio inossidabile", "Welding of stainless steel pipes"),
    ("Valutazione clinica di dispositivi medici", "Clinical evaluation of medical devices"),
    ("Infermieri e assistenti domiciliari", "Nurses and home care assistants"),
    ("Coltivazione di funghi in serra", "Growing mushrooms in greenhouses"),
    ("Fotografia delle galassie più lontane", "Imaging of the most distant galaxies"),
)
